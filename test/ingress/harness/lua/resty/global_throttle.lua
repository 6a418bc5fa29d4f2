-- Not provided: only OCSP and the global rate limit ask for it, and neither is used here.
return { new = function() return nil, "global_throttle: not provided" end }
