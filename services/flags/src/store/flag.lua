-- flags: what every script here does with a flag. `flag:<key>` is a hash: `json` (the flag as the text of an object,
-- without what is counted or switched), `on` ('true' or 'false'), `version`, `created_at`, `updated_at`. Texts are joined,
-- never taken apart and encoded again: Lua would turn an empty list into an object, and lose what a later version added.

local FIELDS = {'json', 'on', 'version', 'created_at', 'updated_at'}

-- The flag `id`; nil where there is none.
local function read(id)
  local found = redis.call('HMGET', K .. 'flag:' .. id, unpack(FIELDS))
  if not found[1] then return nil end
  local flag = {}
  for place, name in ipairs(FIELDS) do flag[name] = found[place] end
  return flag
end

-- The whole flag as JSON text.
local function whole(flag)
  return string.sub(flag.json, 1, -2) .. ',"on":' .. flag.on .. ',"version":' .. flag.version .. ',"created_at":'
    .. flag.created_at .. ',"updated_at":' .. flag.updated_at .. '}'
end

-- Tells every replica what became of the flag `id`; the answer is the number of this change.
local function tell(id, text)
  local revision = redis.call('INCR', K .. 'revision')
  redis.call('XADD', K .. 'changes', 'MAXLEN', '~', 1000, revision .. '-0', 'key', id, 'flag', text)
  return tostring(revision)
end

-- The flag `id` becomes `flag`, one version later, written down and told. Answers its text and the number of the change.
local function write(id, flag)
  flag.version = tostring(flag.version + 1)
  local pairs_of = {}
  for _, name in ipairs(FIELDS) do
    table.insert(pairs_of, name)
    table.insert(pairs_of, flag[name])
  end
  redis.call('HSET', K .. 'flag:' .. id, unpack(pairs_of))
  audit()
  local text = whole(flag)
  return text, tell(id, text)
end

-- Makes the flag `id`. A key that was in use before goes on counting: no version ever means two things.
local function make(id, json, on, at)
  local version = redis.call('HGET', K .. 'deleted', id) or '0'
  redis.call('HDEL', K .. 'deleted', id)
  redis.call('ZADD', K .. 'flags', redis.call('INCR', K .. 'sequence'), id)
  return write(id, {json = json, on = on, version = version, created_at = at, updated_at = at})
end
