-- Writes what a provider's outages come to in one month, unless one of them changed since they were read.
-- ARGV: 2 the provider, 3 the month, 4 the mark's revision as it was read, 5 the row as JSON ('': nothing happened;
--       '-': the month is not counted anew)
local member = ARGV[2] .. '/' .. ARGV[3]
if redis.call('ZSCORE', K .. 'statistics:due', member) ~= ARGV[4] then return {'CHANGED'} end
if ARGV[5] == '' then
  redis.call('HDEL', K .. 'months:' .. ARGV[2], ARGV[3])
elseif ARGV[5] ~= '-' then
  redis.call('HSET', K .. 'months:' .. ARGV[2], ARGV[3], ARGV[5])
end
redis.call('ZREM', K .. 'statistics:due', member)
return {'OK'}
