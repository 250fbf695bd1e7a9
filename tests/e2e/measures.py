"""Questions put to a page in the browser. Each answers with what is wrong, in words."""

# Not hidden, and beyond the right edge of the window; or cut off.
OUTSIDE = """() => {
    const width = document.documentElement.clientWidth, found = []
    if (document.scrollingElement.scrollWidth > width) found.push("the page scrolls sideways")
    for (const element of document.querySelectorAll("body *:not(input, textarea)")) {
        const box = element.getBoundingClientRect(), style = getComputedStyle(element)
        if (!box.width || style.visibility === "hidden" || element.closest(".hidden")) continue
        const name = `${element.localName}.${element.className} “${element.textContent.trim()}”`
        if (box.right > width + 1) found.push(`outside: ${name.slice(0, 60)}`)
        if (style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
            found.push(`cut: ${name.slice(0, 60)}`)
    }
    return found
}"""

# Controls with a side shorter than so many pixels, but for links with other words beside them.
SMALL = """(least) => {
    const words = (element) => element.textContent.trim(), found = []
    for (const element of document.querySelectorAll(
        "a, button, summary, select, textarea, input:not([type=hidden])"
    )) {
        const target = element.closest("label") ?? element
        if (!target.checkVisibility() || target.closest(".skip, .trap")) continue
        const around = target.closest("p, li, dd")
        const inSentence = getComputedStyle(target).display === "inline"
        if (inSentence && around && words(around) !== words(target)) continue
        const { width, height } = target.getBoundingClientRect()
        if (Math.min(width, height) < least)
            found.push(`${words(target).slice(0, 30)}: ${width.toFixed()} × ${height.toFixed()}`)
    }
    return found
}"""

# Of what has the keyboard's focus: outside the window, covered, or without a mark around it.
FOCUS = """() => {
    const element = document.activeElement, found = []
    const name = `${element.localName} “${(element.textContent || element.name).trim()}”`
    const box = element.getClientRects()[0], style = getComputedStyle(element)
    const [width, height] = [innerWidth + 1, innerHeight + 1]
    if (box.top < -1 || box.bottom > height || box.left < -1 || box.right > width)
        found.push(`outside the window: ${name}`)
    for (const [x, y] of [
        [box.left + box.width / 2, box.top + box.height / 2],
        [box.left + 2, box.top + 2],
        [box.right - 2, box.bottom - 2],
    ]) {
        const top = document.elementFromPoint(x, y)
        const own = top && (element.contains(top) || top.contains(element))
        if (!own && top?.closest("label")?.control !== element)
            found.push(`covered by ${top?.localName}.${top?.className}: ${name}`)
    }
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)
        found.push(`no mark: ${name}`)
    return found
}"""
