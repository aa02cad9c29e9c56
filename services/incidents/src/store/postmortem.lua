-- incidents: writes the postmortem of an incident. ARGV[2] is: id, if_match?, json (the postmortem without its version), at.
-- Answers OK and the postmortem; MISSING where there is no such incident; STALE and the postmortem's present version.
local writing = cjson.decode(ARGV[2])
local done = replayed()
if done then return done end

local record = redis.call('HGET', K .. 'incident:' .. writing.id, 'json')
if not record then return {'MISSING'} end
local key = K .. 'incident:' .. writing.id .. ':postmortem'
local version = redis.call('HGET', key, 'version') or '0'
if writing.if_match and writing.if_match ~= version then return {'STALE', version} end

version = redis.call('HINCRBY', key, 'version', 1)
redis.call('HSET', key, 'json', writing.json)
advance(writing.id, record, writing.at)
local text = string.sub(writing.json, 1, -2) .. ',"version":' .. version .. '}'
remember(text)
return {'OK', text}
