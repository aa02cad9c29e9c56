-- Notes of whom an event speaks, so that it is judged again when something changes with them.
-- ARGV: 2 id, 3 when it began, 4 events that began before this are forgotten, 5 the most that are kept of one provider,
--       6 for how long (s), 7... of whom it speaks, or on whom its provider runs
for at = 7, #ARGV do
  local list = K .. 'graph:speaks:' .. ARGV[at]
  redis.call('ZADD', list, ARGV[3], ARGV[2])
  redis.call('ZREMRANGEBYSCORE', list, '-inf', '(' .. ARGV[4])
  redis.call('ZREMRANGEBYRANK', list, 0, -1 - tonumber(ARGV[5]))
  redis.call('EXPIRE', list, ARGV[6])
end
return {'OK'}
