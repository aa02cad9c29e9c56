-- Ends a poll: what it came to, and when the next is due. The ticket says when its asking began; a poll that was
-- overtaken by a later one leaves no trace, nor does one of a provider that is followed no longer.
-- ARGV: 2 name, 3 ticket, 4 state as JSON, 5 next due (unix milliseconds), 6 whether all that it showed was applied ('1')
local key = K .. 'provider:' .. ARGV[2]
local last = redis.call('HMGET', key, 'polled', 'applied', 'provider')
if not last[3] then return {'STALE'} end
if tonumber(last[1] or '0') > tonumber(ARGV[3]) then return {'STALE'} end
redis.call('HSET', key, 'polled', ARGV[3], 'state', ARGV[4])
if ARGV[6] == '1' then redis.call('HSET', key, 'applied', ARGV[3]) end
redis.call('ZADD', K .. 'polls', 'XX', ARGV[5], ARGV[2])
return {'OK'}
