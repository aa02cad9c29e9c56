-- Ends one session of a person.
local function end_session(session, person)
  redis.call('DEL', K .. 'session:' .. session)
  redis.call('ZREM', K .. 'sessions:' .. person, session)
end

-- Ends all sessions of a person.
local function end_sessions(person)
  for _, session in ipairs(redis.call('ZRANGE', K .. 'sessions:' .. person, 0, -1)) do
    redis.call('DEL', K .. 'session:' .. session)
  end
  redis.call('DEL', K .. 'sessions:' .. person)
end
