-- Removes a provider. Its tickets stay, so that whoever asks it at this moment leaves no trace, not even on one that is
-- registered under its name later. Its open events are ended after this: `leaving` says that it is to be done.
-- ARGV: 2 name, 3 the version the writer believes in ('': any)
local key = K .. 'provider:' .. ARGV[2]
local provider = redis.call('HGET', key, 'provider')
if not provider then return {'MISSING'} end
local version = string.format('%d', cjson.decode(provider).version or 1)
if ARGV[3] ~= '' and ARGV[3] ~= version then return {'STALE', version} end
local ticket = redis.call('HINCRBY', key, 'asked', 1)
redis.call('HSET', key, 'polled', ticket, 'applied', ticket)
redis.call('HDEL', key, 'provider', 'state', 'sequence')
redis.call('ZREM', K .. 'providers', ARGV[2])
redis.call('ZREM', K .. 'polls', ARGV[2])
redis.call('SADD', K .. 'leaving', ARGV[2])
audit()
return {'OK'}
