-- Lists tell which version of somebody's photo there is, without a look at the picture that stands before it in the row.
CREATE INDEX photos_versions ON photos (member_id, version);

-- The list of people by name asks its filters of the index, so that one that finds few or nobody reads no rows for the rest.
DROP INDEX members_by_name;
DROP INDEX members_by_status;
DROP INDEX members_staff_by_name;
CREATE INDEX members_by_name ON members (organization_id, sort_key, id, role, status, came_by, last_sign_in_at, created_at) WHERE status <> 'removed';
CREATE INDEX members_by_status ON members (organization_id, status, sort_key, id, role, came_by, last_sign_in_at, created_at);
CREATE INDEX members_staff_by_name ON members (organization_id, sort_key, id, role, status, came_by, last_sign_in_at, created_at)
  WHERE status <> 'removed' AND role <> 'customer';
