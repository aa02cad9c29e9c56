-- Begins a session for somebody who just proved who they are, and forgives their slips.
local person, session, salt = ARGV[2], ARGV[3], ARGV[4]
local now, idle, deadline, most, pair = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], tonumber(ARGV[8]), ARGV[9]
local all = K .. 'sessions:' .. person

redis.call('ZREMRANGEBYSCORE', all, '-inf', now)
local over = redis.call('ZCARD', all) - most + 1
if over > 0 then
  for _, oldest in ipairs(redis.call('ZRANGE', all, 0, over - 1)) do end_session(oldest, person) end
end
local key = K .. 'session:' .. session
redis.call('HSET', key, 'person', person, 'salt', salt, 'number', 1, 'deadline', deadline)
redis.call('PEXPIRE', key, idle)
redis.call('ZADD', all, deadline, session)
redis.call('PEXPIREAT', all, deadline)
redis.call('DEL', K .. 'failures:' .. pair)
audit()
return {'OK'}
