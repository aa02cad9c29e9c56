-- identity::audit: one entry per change, written by the script that makes the change.
local function audit()
  redis.call('XADD', K .. 'audit', '*', 'entry', C.audit)
end
