-- A subscription by e-mail: fingerprint, email, new id, at; and whom to count, how many at most, for how long.
local seen = replayed()
if seen then return seen end
if ARGV[6] then
  local limit = K .. 'limit:subscribe:' .. ARGV[6]
  local count = redis.call('INCR', limit)
  if count == 1 then redis.call('EXPIRE', limit, ARGV[8]) end
  if count > tonumber(ARGV[7]) then return {'LIMITED', tostring(math.max(1, redis.call('TTL', limit)))} end
end
local known = redis.call('GET', K .. 'subscription:email:' .. ARGV[2])
local id = known or ARGV[4]
if not known then
  redis.call('SET', K .. 'subscription:email:' .. ARGV[2], id)
  redis.call('HSET', K .. 'subscription:' .. id, 'email', ARGV[3], 'created_at', ARGV[5])
  redis.call('ZADD', K .. 'subscriptions:email', ARGV[5], id)
  audit()
end
remember(id)
return {'OK', id}
