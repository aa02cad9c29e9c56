-- boot::redis: the head of every script. KEYS[1] is the keyspace's prefix, `{service}:`; its hash tag keeps every key
-- that a script builds in one slot. ARGV[1] is the context as JSON: the operation for retries, and parts for other heads.
local K = KEYS[1]
local C = cjson.decode(ARGV[1])

-- The answer already given under this idempotency key: nil where there is none.
local function replayed()
  if not C.operation then return nil end
  local seen = redis.call('HMGET', K .. 'operation:' .. C.operation, 'fingerprint', 'answer')
  if not seen[1] then return nil end
  if seen[1] ~= C.fingerprint then return {'MISMATCH'} end
  return {'REPLAY', seen[2]}
end

-- Keeps the answer for a day, for the same request asked again.
local function remember(answer)
  if not C.operation then return end
  local key = K .. 'operation:' .. C.operation
  redis.call('HSET', key, 'fingerprint', C.fingerprint, 'answer', answer)
  redis.call('EXPIRE', key, 86400)
end
