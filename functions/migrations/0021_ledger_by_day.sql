-- What a license had at the end of a day is a sum over this index alone.
CREATE INDEX seat_ledger_by_day ON seat_ledger (license_id, at, total, reserved, held);
