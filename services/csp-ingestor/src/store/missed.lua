-- Notes how many good polls in a row an event has been missing from.
-- ARGV: 2 id, 3 the version that was read, 4 the poll's ticket, 5 the count
local key = K .. 'event:' .. ARGV[2]
local known = redis.call('HMGET', key, 'version', 'ticket')
if tonumber(known[2] or '0') > tonumber(ARGV[4]) then return {'STALE'} end
if known[1] ~= ARGV[3] then return {'CHANGED'} end
redis.call('HSET', key, 'missed', ARGV[5], 'ticket', ARGV[4])
return {'OK'}
