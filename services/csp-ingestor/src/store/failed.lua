-- Leaves a host alone: it failed. Askers that failed beside each other count once.
-- ARGV: 2 host, 3 now, 4 until when (unix milliseconds), 5 how often it failed in a row, 6 whether this was its one try ('1')
local hosts, failures = K .. 'hosts', K .. 'hosts:failures'
local rest = redis.call('ZSCORE', hosts, ARGV[2])
if ARGV[6] ~= '1' and rest and tonumber(rest) > tonumber(ARGV[3]) then return {'ALREADY'} end
redis.call('ZADD', hosts, ARGV[4], ARGV[2])
redis.call('HSET', failures, ARGV[2], ARGV[5])
-- Hosts that nobody asks any more are forgotten after a day.
local old = redis.call('ZRANGEBYSCORE', hosts, '-inf', tonumber(ARGV[3]) - 86400000, 'LIMIT', 0, 100)
for _, host in ipairs(old) do
  redis.call('ZREM', hosts, host)
  redis.call('HDEL', failures, host)
end
return {'OK'}
