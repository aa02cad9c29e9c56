-- Marks months of a provider to be counted anew.
-- ARGV: 2 the provider, then the months, as in 2026-11
for at = 3, #ARGV do
  local revision = redis.call('INCR', K .. 'statistics:revision')
  redis.call('ZADD', K .. 'statistics:due', revision, ARGV[2] .. '/' .. ARGV[at])
end
return {'OK'}
