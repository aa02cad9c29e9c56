-- Moves every date of polls and hosts: the clock was set, and by the old one all would be asked too late.
-- ARGV: 2 by how much (milliseconds)
for _, list in ipairs({'polls', 'hosts'}) do
  local all = redis.call('ZRANGE', K .. list, 0, -1)
  for _, member in ipairs(all) do redis.call('ZINCRBY', K .. list, ARGV[2], member) end
end
return {'OK'}
