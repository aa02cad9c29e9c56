-- What one provider may do within an hour: a feed that says something else at every look must fill nothing.

local function within_the_hour(what)
  return tonumber(redis.call('GET', K .. what) or '0')
end

-- Counts one more, for the rest of an hour that begins with the first; the answer is how many there were.
local function count(what)
  local number = redis.call('INCR', K .. what)
  if number == 1 then redis.call('EXPIRE', K .. what, 3600) end
  return number
end

-- Counts one more telling of the event under `key`; false where there were `most` within an hour that began with the
-- first, unless it must be told. What is told is all that was said: the next makes up for one that is left out.
local function may_tell(key, now, most, must)
  local known = redis.call('HMGET', key, 'telling_since', 'tellings')
  local recent = known[1] and now - tonumber(known[1]) < 3600
  local tellings = recent and tonumber(known[2] or '0') or 0
  if tellings >= most and not must then return false end
  redis.call('HSET', key, 'told_at', now, 'telling_since', recent and known[1] or now, 'tellings', tellings + 1)
  return true
end

-- The audit of a change that a feed made: of one provider so many in an hour are written, and then that there are more.
local function audit_some(provider, most)
  local number = count('audited:' .. provider)
  if number <= most then return audit() end
  if number > most + 1 then return end
  local entry = cjson.decode(C.audit)
  entry.action, entry.object = 'events.unrecorded', provider
  entry.detail = string.format('more than %d changes within an hour: the others are not written here', most)
  C.audit = cjson.encode(entry)
  audit()
end
