-- incidents: what every script here does with a record. `incident:<id>` is a hash: `version`, `updated_at`, `json` (the
-- incident without those two, as the text of an object), `seq` (its place in every index), `words` (all of them, with a
-- space around each) and `entries` (how many its timeline has had). Texts are joined, never taken apart and encoded
-- again: Lua would turn an empty list into an object.

-- The whole incident as JSON text.
local function whole(json, at, version)
  return string.sub(json, 1, -2) .. ',"updated_at":' .. at .. ',"version":' .. version .. '}'
end

-- The incident `id` becomes `json` at `at`: one version more, written down and told. The answer is the version.
local function advance(id, json, at)
  local key = K .. 'incident:' .. id
  local version = redis.call('HINCRBY', key, 'version', 1)
  redis.call('HSET', key, 'json', json, 'updated_at', at)
  audit()
  emit('comms', id, version, whole(json, at, version))
  return version
end

-- Adds an entry to the end of the timeline.
local function enter(id, entry)
  local key = K .. 'incident:' .. id
  local place = redis.call('HINCRBY', key, 'entries', 1)
  redis.call('XADD', key .. ':timeline', place .. '-0', 'entry', entry)
end
