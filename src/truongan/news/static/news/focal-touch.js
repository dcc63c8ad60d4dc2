// Left alone, Jcrop tries inline handlers to learn whether there is a touch screen. The page's policy refuses those, and
// a phone would then not draw the focal area at all.
if (window.jQuery && window.jQuery.Jcrop) {
  window.jQuery.Jcrop.defaults.touchSupport = navigator.maxTouchPoints > 0
}
