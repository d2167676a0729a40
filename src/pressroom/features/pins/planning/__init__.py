"""When pins go out: a calendar, the free times of a week, many spread over days, what is in the way."""
