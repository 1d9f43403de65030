-- What is held on one person is read without a look at everybody else's.
CREATE INDEX sign_in_days_of ON sign_in_days (member_id, day);
CREATE INDEX seat_queue_of_member ON seat_queue (member_id, id);
CREATE INDEX outbox_of_subject ON outbox (subject_id);
