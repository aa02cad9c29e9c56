-- Notes of whom an event speaks, so that it is judged again when something changes with them.
-- ARGV: 2 id, 3 whose it is, 4 when it began, 5 events that began before this are forgotten, 6 the most that are kept of
--       one provider that is spoken of, 7 how many of these one other provider may have, 8 for how long (s),
--       9... of whom it speaks, or on whom its provider runs
for at = 9, #ARGV do
  local list = K .. 'graph:speaks:' .. ARGV[at]
  local own = K .. 'graph:speaks:' .. ARGV[at] .. ':of:' .. ARGV[3]
  for _, kept in ipairs({list, own}) do
    redis.call('ZADD', kept, ARGV[4], ARGV[2])
    redis.call('ZREMRANGEBYSCORE', kept, '-inf', '(' .. ARGV[5])
    redis.call('EXPIRE', kept, ARGV[8])
  end
  -- Whoever speaks of somebody at every look crowds out nobody else.
  for _, id in ipairs(redis.call('ZRANGE', own, 0, -1 - tonumber(ARGV[7]))) do
    redis.call('ZREM', own, id)
    redis.call('ZREM', list, id)
  end
  redis.call('ZREMRANGEBYRANK', list, 0, -1 - tonumber(ARGV[6]))
end
return {'OK'}
