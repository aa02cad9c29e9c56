-- Keeps a dependency, once for the same words, or deletes one.
-- ARGV: 2 id, 3 the provider, 4 what makes it the same as another, 5 the dependency as JSON ('': delete it),
--       6 the most that are kept
local seen = replayed()
if seen then return seen end
local id, provider, identity, dependency = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
-- What the provider's events concern that are not over may be another from now on.
local function wake_open()
  for n, event in ipairs(redis.call('SMEMBERS', K .. 'open:' .. provider)) do
    if n > 500 then return end
    wake(event)
  end
end
local key, same, of = K .. 'dependency:' .. id, K .. 'dependencies:same', K .. 'dependencies:of:' .. provider
if dependency == '' then
  if redis.call('DEL', key) == 0 then return {'MISSING'} end
  redis.call('ZREM', K .. 'dependencies', id)
  redis.call('SREM', of, id)
  redis.call('HDEL', same, identity)
  wake_open()
  audit()
  return {'OK'}
end
if redis.call('EXISTS', K .. 'provider:' .. provider) == 0 then return {'NO-PROVIDER'} end
if redis.call('HEXISTS', same, identity) == 1 then return {'KNOWN'} end
if redis.call('ZCARD', K .. 'dependencies') >= tonumber(ARGV[6]) then return {'FULL'} end
redis.call('SET', key, dependency)
redis.call('ZADD', K .. 'dependencies', redis.call('INCR', K .. 'dependencies:sequence'), id)
redis.call('SADD', of, id)
redis.call('HSET', same, identity, id)
wake_open()
audit()
remember(dependency)
return {'OK'}
