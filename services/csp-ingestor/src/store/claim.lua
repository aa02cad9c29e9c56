-- Claims one provider that is due, for as long as the lease: replicas share the work, and a dead one's work is claimed again.
-- ARGV: 2 now, 3 until when the claim holds (both unix milliseconds)
local due = redis.call('ZRANGEBYSCORE', K .. 'polls', '-inf', ARGV[2], 'LIMIT', 0, 1)
if not due[1] then return {'NONE'} end
redis.call('ZADD', K .. 'polls', ARGV[3], due[1])
return {'OK', due[1]}
