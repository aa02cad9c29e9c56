-- Keeps which of our services an event concerns; where an incident was asked for on its account, incidents is told.
-- ARGV: 2 id, 3 the labels, JSON, 4 whose it is, 5 now, 6 how often incidents is told of one event, and 7 how many
--       lines of the audit a provider fills, within an hour
local key = K .. 'event:' .. ARGV[2]
local known = redis.call('HMGET', key, 'event', 'concerns', 'incident')
if not known[1] then return {'MISSING'} end
if (known[2] or '[]') == ARGV[3] then return {'SAME'} end
redis.call('HSET', key, 'concerns', ARGV[3])
local version = redis.call('HINCRBY', key, 'version', 1)
publish('event', ARGV[2])
audit_some(ARGV[4], tonumber(ARGV[7]))
if known[3] and may_tell(key, tonumber(ARGV[5]), tonumber(ARGV[6]), false) then
  emit('incidents', ARGV[2], version, '{}')
end
return {'OK'}
