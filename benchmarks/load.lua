-- wrk script: sends the requests of one scenario and prints one line of JSON at the end.
-- wrk ... -s load.lua URL -- METHOD COLLECTION SALT KNOWN_IDS TOKEN [BODY]
-- KNOWN_IDS 0: each request has a new id, which starts with SALT.
local method, collection, salt, known, headers, body
local number = 0

function init(args)
  method, collection, salt, known, body = args[1], args[2], args[3], tonumber(args[4]), args[6]
  headers = { ["Authorization"] = "Bearer " .. args[5], ["Accept"] = "application/json" }
  if body then headers["Content-Type"] = "application/json" end
end

function request()
  number = number + 1
  local id = known > 0 and ("case-" .. number % known) or (salt .. "-" .. number)
  return wrk.format(method, collection .. "/" .. id, headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "duration_us": %d, "p50_us": %d, "p99_us": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
