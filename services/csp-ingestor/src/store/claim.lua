-- Claims providers that are due, for as long as the lease: replicas share the work, and a dead one's work is claimed again.
-- ARGV: 2 now, 3 until when the claims hold (unix milliseconds), 4 how many at most
-- The answer: how late the most overdue was, when the next falls due, how many hosts are left alone, then names and addresses.
local polls, now = K .. 'polls', tonumber(ARGV[2])
local late, claimed = 0, {}
local due = redis.call('ZRANGEBYSCORE', polls, '-inf', ARGV[2], 'WITHSCORES', 'LIMIT', 0, ARGV[4])
for at = 1, #due, 2 do
  local name = due[at]
  local text = redis.call('HGET', K .. 'provider:' .. name, 'provider')
  local provider = text and cjson.decode(text)
  if not provider then
    redis.call('ZREM', polls, name)
  else
    redis.call('ZADD', polls, ARGV[3], name)
    late = math.max(late, now - tonumber(due[at + 1]))
    table.insert(claimed, name)
    table.insert(claimed, provider.feed_url)
  end
end
local next = redis.call('ZRANGE', polls, 0, 0, 'WITHSCORES')[2]
local away = redis.call('ZCOUNT', K .. 'hosts', '(' .. ARGV[2], '+inf')
return {'OK', string.format('%d', late), next and string.format('%d', tonumber(next)) or '', tostring(away), unpack(claimed)}
