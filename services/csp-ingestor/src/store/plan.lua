-- Planned work: lists by when it begins, and the ids that wait to be looked at for their reminders. The part `plan` of
-- the context is {state, start} as JSON, the state null for what is no planned work. Where an event stands is kept with
-- it. A member is its place (when it begins, then its sequence, in hex) and its id, so that the lists sort by themselves.

local function unlist(planned, provider)
  local state, member = planned:match('^(%S+) (%S+)$')
  for _, list in ipairs({'all', state}) do
    redis.call('ZREM', K .. 'maintenances:' .. list, member)
    redis.call('ZREM', K .. 'maintenances:' .. list .. ':of:' .. provider, member)
  end
end

-- Lists the event `id` as what the context's plan says it is, in the script that writes it.
local function plan(id, provider, sequence)
  local new = cjson.decode(C.plan or '{}')
  local key = K .. 'event:' .. id
  local before = redis.call('HGET', key, 'planned')
  local state = type(new.state) == 'string' and new.state
  local planned = state and string.format('%s %09x%07x%s', state, new.start, sequence, id)
  if before and before ~= planned then
    unlist(before, provider)
    redis.call('HDEL', key, 'planned')
  end
  if planned and before ~= planned then
    local member = planned:match('%S+$')
    for _, list in ipairs({'all', state}) do
      redis.call('ZADD', K .. 'maintenances:' .. list, 0, member)
      redis.call('ZADD', K .. 'maintenances:' .. list .. ':of:' .. provider, 0, member)
    end
    redis.call('HSET', key, 'planned', planned)
  end
  if state == 'upcoming' then
    redis.call('ZADD', K .. 'reminders:due', 0, id)
  elseif before then
    redis.call('ZREM', K .. 'reminders:due', id)
  end
end

-- Forgets the plan of the event `id`, in the script that removes it, before its record goes.
local function unplan(id, provider)
  local before = redis.call('HGET', K .. 'event:' .. id, 'planned')
  if not before then return end
  unlist(before, provider)
  redis.call('ZREM', K .. 'reminders:due', id)
  redis.call('DEL', K .. 'reminders:of:' .. id)
end
