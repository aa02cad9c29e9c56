-- Keeps which of our services an event concerns; where an incident was asked for on its account, incidents is told.
-- ARGV: 2 id, 3 the labels, JSON
local key = K .. 'event:' .. ARGV[2]
local known = redis.call('HMGET', key, 'event', 'concerns', 'incident')
if not known[1] then return {'MISSING'} end
if (known[2] or '[]') == ARGV[3] then return {'SAME'} end
redis.call('HSET', key, 'concerns', ARGV[3])
local version = redis.call('HINCRBY', key, 'version', 1)
publish('event', ARGV[2])
audit()
if known[3] then emit('incidents', ARGV[2], version, '{}') end
return {'OK'}
