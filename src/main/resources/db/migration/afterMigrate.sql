-- Run at every start of a server: see V17.
SELECT marks_of_this_system();
