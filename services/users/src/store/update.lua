-- Writes a changed account, if nobody changed it since it was read.
local id, believed, version, record = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local role_by, was_admin, is_admin = ARGV[6], ARGV[7], ARGV[8]
local key = K .. 'person:' .. id

local present = redis.call('HGET', key, 'version')
if not present then return {'MISSING'} end
if present ~= believed then return {'CONFLICT', present} end
if role_by ~= '' then
  if redis.call('SISMEMBER', K .. 'admins', role_by) == 0 then return {'NOT_ADMIN'} end
  if was_admin ~= '' and redis.call('SCARD', K .. 'admins') <= 1 then return {'LAST_ADMIN'} end
end

redis.call('HSET', key, 'record', record, 'version', version)
if role_by ~= '' then
  redis.call(is_admin ~= '' and 'SADD' or 'SREM', K .. 'admins', id)
  end_sessions(id)
end
audit()
return {'OK'}
