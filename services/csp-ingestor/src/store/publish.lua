-- Tells whoever listens: a stream of all that changes, numbered without gaps, of which about the last 1,000 stay.
-- kind `event` with the id of an event that changed; kind `reminder` with a reminder as JSON.
local function publish(kind, what)
  local number = redis.call('INCR', K .. 'changes:sequence')
  redis.call('XADD', K .. 'changes', 'MAXLEN', '~', 1000, number .. '-0', 'kind', kind, 'what', what)
end
