-- Ends a session at its owner's wish.
local session, person = ARGV[2], ARGV[3]
if redis.call('EXISTS', K .. 'session:' .. session) == 0 then return {'ENDED'} end
end_session(session, person)
audit()
return {'OK'}
