-- Changes a provider. Whoever asks it at this moment began before the change, and leaves no trace.
-- ARGV: 2 name, 3 the provider as it was read, 4 as it is to be, 5 the ticket of its last poll or change when it was read,
--       6 what the last of them left behind from now on ('': nothing), 7 when it is due (unix milliseconds; '': it is paused)
local key = K .. 'provider:' .. ARGV[2]
local known = redis.call('HMGET', key, 'provider', 'polled')
if not known[1] then return {'MISSING'} end
if known[1] ~= ARGV[3] or (known[2] or '0') ~= ARGV[5] then return {'CHANGED'} end
local ticket = redis.call('HINCRBY', key, 'asked', 1)
redis.call('HSET', key, 'provider', ARGV[4], 'polled', ticket, 'applied', ticket)
if ARGV[6] == '' then redis.call('HDEL', key, 'state') else redis.call('HSET', key, 'state', ARGV[6]) end
if ARGV[7] == '' then
  redis.call('ZREM', K .. 'polls', ARGV[2])
else
  redis.call('ZADD', K .. 'polls', ARGV[7], ARGV[2])
end
audit()
return {'OK', tostring(ticket)}
