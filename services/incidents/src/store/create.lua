-- incidents: opens an incident, once per origin. ARGV[2] is the opening: id, origin?, json, at, entry, indexes, words.
-- Answers OK and the incident; KNOWN and the incident its origin had opened before; TAKEN where the id is in use.
local opening = cjson.decode(ARGV[2])
local done = replayed()
if done then return done end

local origin = opening.origin and K .. 'origin:' .. opening.origin
local known = origin and redis.call('GET', origin)
if known then
  local record = redis.call('HMGET', K .. 'incident:' .. known, 'json', 'updated_at', 'version')
  local text = whole(record[1], record[2], record[3])
  remember('200 ' .. text)
  return {'KNOWN', text}
end

local key = K .. 'incident:' .. opening.id
if redis.call('EXISTS', key) == 1 then return {'TAKEN'} end

local seq = redis.call('INCR', K .. 'sequence')
redis.call('HSET', key, 'seq', seq, 'words', ' ' .. table.concat(opening.words, ' ') .. ' ')
if origin then redis.call('SET', origin, opening.id) end
for _, index in ipairs(opening.indexes) do
  redis.call('ZADD', K .. 'index:' .. index, seq, opening.id)
end
for _, word in ipairs(opening.words) do
  redis.call('ZADD', K .. 'index:word:' .. word, seq, opening.id)
  redis.call('ZADD', K .. 'words', 0, word)
end
enter(opening.id, opening.entry)
local version = advance(opening.id, opening.json, opening.at)
local text = whole(opening.json, opening.at, version)
remember('201 ' .. text)
return {'OK', text}
