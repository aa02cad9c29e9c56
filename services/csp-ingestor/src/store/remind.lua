-- Settles reminders of planned work as of one version of it: which leads are done with, which of them is told, and when
-- to look again. What was settled before stays as it was: nobody is reminded twice.
-- ARGV: 2 the event's id, 3 the version that was looked at, 4 its start, 5 since when that is known, 6 when to look
--       again ('': not), 7 the fields to settle and when each was told, as a JSON list of pairs ('': let go),
--       8 the one that is told ('': none), 9 the reminder as JSON, then the fields to forget
local id, told = ARGV[2], ARGV[8]
local key = K .. 'reminders:of:' .. id
local version = redis.call('HGET', K .. 'event:' .. id, 'version')
if not version then
  redis.call('ZREM', K .. 'reminders:due', id)
  redis.call('DEL', key)
  return {'GONE'}
end
if version ~= ARGV[3] then return {'CHANGED'} end

for at = 10, #ARGV do redis.call('HDEL', key, ARGV[at]) end
if ARGV[4] ~= '' then redis.call('HSET', key, 'start', ARGV[4], 'since', ARGV[5]) end
local new = false
for _, settled in ipairs(cjson.decode(ARGV[7])) do
  local first = redis.call('HSETNX', key, settled[1], settled[2]) == 1
  if first and settled[1] == told then new = true end
end
if ARGV[6] == '' then
  redis.call('ZREM', K .. 'reminders:due', id)
else
  redis.call('ZADD', K .. 'reminders:due', ARGV[6], id)
end
if not new then return {'OK'} end
local sequence = redis.call('INCR', K .. 'reminders:sequence')
redis.call('XADD', K .. 'reminders', 'MAXLEN', 1000, sequence .. '-0', 'reminder', ARGV[9])
publish('reminder', ARGV[9])
audit()
return {'TOLD'}
