-- Spends a refresh token for its successor. A token spent a moment ago (two tabs at once, an answer that was lost)
-- yields the present one; one spent long ago is a copy in wrong hands, and ends the session.
local session, person, shown = ARGV[2], ARGV[3], ARGV[4]
local now, grace, idle, kept = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local key = K .. 'session:' .. session

local held = redis.call('HMGET', key, 'number', 'deadline', 'spent:' .. shown)
if not held[1] then return {'ENDED'} end
local deadline = tonumber(held[2])
if deadline <= now then
  end_session(session, person)
  return {'ENDED'}
end
if held[1] == shown then
  local number = tonumber(shown)
  redis.call('HSET', key, 'number', string.format('%.0f', number + 1), 'spent:' .. shown, now + grace)
  redis.call('HDEL', key, string.format('spent:%.0f', number - kept))
  redis.call('PEXPIRE', key, string.format('%.0f', math.min(idle, deadline - now)))
  return {'HOLDS', string.format('%.0f', number + 1), held[2]}
end
if held[3] and tonumber(held[3]) > now then return {'HOLDS', held[1], held[2]} end
end_session(session, person)
audit()
return {'SHOWN_TWICE'}
