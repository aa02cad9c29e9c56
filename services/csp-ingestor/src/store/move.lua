-- Moves claims that still hold: to a later end, or back to when the provider falls due. The answer: whose do not hold.
-- ARGV: from 2 on name, until when it was claimed, what becomes of that (unix milliseconds)
local lost = {'OK'}
for at = 2, #ARGV, 3 do
  local score = redis.call('ZSCORE', K .. 'polls', ARGV[at])
  if score and tonumber(score) == tonumber(ARGV[at + 1]) then
    redis.call('ZADD', K .. 'polls', 'XX', ARGV[at + 2], ARGV[at])
  else
    table.insert(lost, ARGV[at])
  end
end
return lost
