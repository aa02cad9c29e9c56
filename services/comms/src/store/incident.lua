-- comms: what is known of an incident, and what of it is public. The keys are listed at the top of store.rs.

-- Takes in the facts of `version`; true where they are news, and differ from what was known.
local function learn(id, version, facts, resolved_at)
  local key = K .. 'incident:' .. id
  local known = redis.call('HMGET', key, 'version', 'facts')
  if tonumber(version) <= tonumber(known[1] or '0') then return false end
  redis.call('HSET', key, 'version', version, 'facts', facts, 'resolved_at', resolved_at)
  redis.call('SADD', K .. 'incidents', id)
  return known[2] ~= facts
end

-- Writes the public side of `id` anew, as changed at `at`, and tells every reader of the stream.
local function publish(id, at)
  local key = K .. 'incident:' .. id
  local known = redis.call('HMGET', key, 'facts', 'resolved_at', 'public_at')
  if tonumber(known[3] or '0') > tonumber(at) then at = known[3] end
  local revision = redis.call('HINCRBY', key, 'revision', 1)
  redis.call('HSET', key, 'public_at', at)
  local said = redis.call('LRANGE', K .. 'announcements:' .. id, 0, 199)
  local text = string.sub(known[1], 1, -2) .. ',"updated_at":' .. at .. ',"version":' .. revision
    .. ',"announcements":[' .. table.concat(said, ',') .. ']}'
  redis.call('SET', K .. 'public:' .. id, text)
  local from, to, score = 'public:recent', 'public:active', at
  if known[2] ~= '' then from, to, score = to, from, known[2] end
  redis.call('ZREM', K .. from, id)
  redis.call('ZADD', K .. to, score, id)
  redis.call('XADD', K .. 'public', 'MAXLEN', '~', 1000, '*', 'incident', text)
end
