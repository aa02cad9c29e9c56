-- What was answered under an idempotency key; with ARGV 2, keeps that as the answer.
local seen = replayed()
if seen then return seen end
if ARGV[2] then remember(ARGV[2]) end
return {'NONE'}
