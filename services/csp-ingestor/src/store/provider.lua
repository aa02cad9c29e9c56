-- Registers a provider, once per name, and lets it be polled at once.
-- ARGV: 2 name, 3 the provider as JSON, 4 when it is first due (unix milliseconds)
local seen = replayed()
if seen then return seen end
local name, provider, due = ARGV[2], ARGV[3], ARGV[4]
local key = K .. 'provider:' .. name
if redis.call('EXISTS', key) == 1 then return {'TAKEN'} end
local sequence = redis.call('INCR', K .. 'providers:sequence')
redis.call('HSET', key, 'provider', provider, 'sequence', sequence)
redis.call('ZADD', K .. 'providers', sequence, name)
redis.call('ZADD', K .. 'polls', due, name)
audit()
remember(provider)
return {'OK'}
