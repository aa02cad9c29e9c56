-- Registers a provider, once per name, and lets it be polled at once. Of one that bore the name before, the tickets go on.
-- ARGV: 2 name, 3 the provider as JSON, 4 when it is first due (unix milliseconds; '': it is paused), 5 how many there may be,
--       6 when it is first due where there are many, 7 how many are many
local seen = replayed()
if seen then return seen end
local name, provider, due = ARGV[2], ARGV[3], ARGV[4]
local key = K .. 'provider:' .. name
if redis.call('HEXISTS', key, 'provider') == 1 then return {'TAKEN'} end
if redis.call('ZCARD', K .. 'providers') >= tonumber(ARGV[5]) then return {'FULL'} end
local sequence = redis.call('INCR', K .. 'providers:sequence')
redis.call('HSET', key, 'provider', provider, 'sequence', sequence)
redis.call('ZADD', K .. 'providers', sequence, name)
redis.call('SREM', K .. 'leaving', name)
if due ~= '' then
  local many = redis.call('ZCARD', K .. 'polls') >= tonumber(ARGV[7])
  redis.call('ZADD', K .. 'polls', many and ARGV[6] or due, name)
end
audit()
remember(provider)
return {'OK'}
