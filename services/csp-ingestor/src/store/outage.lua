-- Keeps the time of one event for the statistics of its provider, as of one version of it, and marks the months it
-- touches, or touched before. Of a provider whose list is full the outage that ended first goes: the months up to its
-- end stay as they were counted.
-- ARGV: 2 the event's id, 3 its version, 4 its provider, 5 its name in the list, 6 its time as JSON ('': it counts as
--       none), 7 when it ended (unix seconds, '+inf': not), 8 how many are kept, then the months, as in 2026-11
local provider, name = ARGV[4], ARGV[5]
local list, ends = K .. 'outages:' .. provider, K .. 'outages:' .. provider .. ':ends'
if redis.call('HGET', K .. 'event:' .. ARGV[2], 'version') ~= ARGV[3] then return {'CHANGED'} end

if ARGV[6] == '' then
  redis.call('HDEL', list, name)
  redis.call('ZREM', ends, name)
else
  redis.call('HSET', list, name, ARGV[6])
  redis.call('ZADD', ends, ARGV[7], name)
  redis.call('SADD', K .. 'statistics:providers', provider)
end
for at = 9, #ARGV do
  local revision = redis.call('INCR', K .. 'statistics:revision')
  redis.call('ZADD', K .. 'statistics:due', revision, provider .. '/' .. ARGV[at])
end
while redis.call('HLEN', list) > tonumber(ARGV[8]) do
  local first = redis.call('ZPOPMIN', ends)
  redis.call('HDEL', list, first[1])
  local frozen = tonumber(redis.call('HGET', K .. 'months:' .. provider, 'frozen') or '0')
  if first[2] ~= 'inf' and tonumber(first[2]) > frozen then
    redis.call('HSET', K .. 'months:' .. provider, 'frozen', first[2])
  end
end
return {'OK'}
