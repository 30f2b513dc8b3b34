//! Our Python inside the student's interpreter, and the search through schedules.

mod explore;
