-- incidents: changes an incident. ARGV[2] is the change: id, if_match?, before?, after?, at, moves (pairs of indexes),
-- marks, entries, answer?. Without `after` the incident stays as it is and only grows older by one version.
-- Answers OK and the new version; MISSING; STALE and the present version; CHANGED where the incident is no longer as
-- `before`, or one of the marks was set meanwhile: then nothing is written, and the caller decides anew.
local change = cjson.decode(ARGV[2])
local done = replayed()
if done then return done end

local key = K .. 'incident:' .. change.id
local record = redis.call('HMGET', key, 'version', 'json', 'seq')
local version, json, seq = record[1], record[2], record[3]
if not version then return {'MISSING'} end
if change.if_match and change.if_match ~= version then return {'STALE', version} end
if change.before and change.before ~= json then return {'CHANGED'} end
for _, mark in ipairs(change.marks) do
  if redis.call('SISMEMBER', key .. ':told', mark) == 1 then return {'CHANGED'} end
end

for _, mark in ipairs(change.marks) do redis.call('SADD', key .. ':told', mark) end
for _, move in ipairs(change.moves) do
  redis.call('ZREM', K .. 'index:' .. move[1], change.id)
  redis.call('ZADD', K .. 'index:' .. move[2], seq, change.id)
end
for _, entry in ipairs(change.entries) do enter(change.id, entry) end
version = advance(change.id, change.after or json, change.at)
remember(change.answer)
return {'OK', tostring(version)}
