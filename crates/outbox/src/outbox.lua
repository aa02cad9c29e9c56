-- outbox: an event is written by the script that makes the change it reports, so that neither is without the other.
-- The part `event` of the script's context is the event's head; `data` is the aggregate after the change, as JSON text.
local function emit(destination, aggregate, version, data)
  redis.call('XADD', K .. 'outbox:' .. destination, '*',
    'aggregate', aggregate, 'version', version, 'head', C.event, 'data', data)
end
