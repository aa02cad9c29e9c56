-- Whether hosts may be asked. Of one that was left alone for long enough, one asker makes the try; the others wait for it.
-- ARGV: 2 now, 3 until when a try may take (unix milliseconds), 4 whether to ask in any case ('1'), from 5 on the hosts
-- The answer, for each: a word, how often it failed in a row, until when it is left alone.
local answer = {'OK'}
for at = 5, #ARGV do
  local host = ARGV[at]
  local rest = redis.call('ZSCORE', K .. 'hosts', host)
  local word = 'OPEN'
  if rest then
    word = (ARGV[4] == '1' or tonumber(rest) <= tonumber(ARGV[2])) and 'PROBE' or 'AWAY'
    if word == 'PROBE' then redis.call('ZADD', K .. 'hosts', ARGV[3], host) end
  end
  table.insert(answer, word)
  table.insert(answer, rest and redis.call('HGET', K .. 'hosts:failures', host) or '0')
  table.insert(answer, rest and string.format('%d', tonumber(rest)) or '0')
end
return answer
