-- One of the known secrets after the other, each thread from a place of its own. The arguments: secrets, path, prefix of the body,
-- its end, content type, authorization ("-": none).
local bodies, headers, path, at = {}, {}, "/", 0

function init(args)
  local file = assert(io.open(args[1]))
  for secret in file:lines() do
    bodies[#bodies + 1] = args[3] .. secret .. args[4]
  end
  file:close()
  path = args[2]
  headers["Content-Type"] = args[5]
  if args[6] ~= "-" then headers["Authorization"] = args[6] end
  math.randomseed(os.time())
  at = math.random(#bodies)
end

function request()
  at = at % #bodies + 1
  return wrk.format("POST", path, headers, bodies[at])
end

function done(summary, latency, requests)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, wrong,
    latency:percentile(50), latency:percentile(99)))
end
