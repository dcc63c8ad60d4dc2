// The picker of dates replaces what it cannot read by today when the field is left, and changes the day under a turning
// wheel: an article would quote another day's figures unseen. What is typed stays; the server says what it cannot read.
if (window.jQuery && window.jQuery.fn.datetimepicker) {
  Object.assign(window.jQuery.fn.datetimepicker.defaults, { validateOnBlur: false, scrollInput: false, scrollMonth: false })
}
