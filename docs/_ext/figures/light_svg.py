"""Write Matplotlib's SVG in fewer bytes, without a difference that a screen could show."""

import re

#: What elements look like.
LOOK = r'((?: clip-path="[^"]*")? style="{}[^"]*")'
#: Not with an opacity of the whole: elements of one group that lie on one another would no longer
#: add up. In one path, the opacity of a stroke would do the same, and fillings would mix.
IN_A_GROUP = LOOK.format(r'(?![^"]*(?<![\w-])opacity)')
IN_A_PATH = LOOK.format(r'(?=[^"]*fill: none)(?![^"]*opacity)')
NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
#: The eight arcs of which Matplotlib makes a circle, from its lowest point; the fourth ends on top.
ARC = rf"C(?:{NUMBER} ){{5}}{NUMBER}"
HALF = rf"(?:C(?:{NUMBER} ){{5}}{NUMBER}){{3}}C(?:{NUMBER} ){{4}}({NUMBER}) ({NUMBER})"
CIRCLE = re.compile(
    rf'<path( id="[^"]*")? d="M({NUMBER}) ({NUMBER}){HALF}(?:{ARC}){{4}}z"'
)
#: Round markers, filled and edged in one colour, unless a script has to find them one by one.
DOTS = re.compile(
    r'(?<!">\n)<defs>\n<circle id="([^"]+)" cx="0" cy="0" r="([^"]+)" style="stroke: ([^;"]+)"/>\n'
    r'</defs>\n(<g clip-path="[^"]+">\n)<g style="fill: \3; stroke: \3">\n'
    r'((?:<use href="#\1" x="[^"]+" y="[^"]+"/>\n)+)</g>\n'
)


def lighten(svg):
    """Round, name circles what they are, and say once what neighbours look like."""
    svg = without_plain_groups(name_circles(round_places(svg)))
    return join_dots(share_look(without_told_looks(join_paths(svg))))


def round_places(svg):
    """Round coordinates to a hundredth of a point, and write paths with few characters."""

    def rounded(attribute):
        return re.sub(
            NUMBER, lambda found: f"{round(float(found[0]), 2):.8g}", attribute[0]
        )

    def closed(path):
        return re.sub(r"\s*([A-Zz])\s*", r"\1", path[0].strip())

    svg = re.sub(r' (?:d|x|y)="[^"]*"', rounded, svg)
    svg = re.sub(r'(?<= d=")[^"]*', closed, svg)
    return re.sub(rf"M({NUMBER}) ({NUMBER})L\1 ({NUMBER})", r"M\1 \2V\3", svg)


def name_circles(svg):
    """Write circles as such."""

    def named(path):
        x, bottom, middle, top = map(float, path.groups()[1:])
        if x != middle:
            return path[0]
        y, r = (bottom + top) / 2, (bottom - top) / 2
        return f'<circle{path[1] or ""} cx="{x:.8g}" cy="{y:.8g}" r="{r:.8g}"'

    return CIRCLE.sub(named, svg)


def without_plain_groups(svg):
    """Take groups apart that say nothing about what is in them."""
    says_something = []

    def kept(tag):
        if tag[0].startswith("<g"):
            says_something.append(tag[0] != "<g>\n")
            return tag[0] if says_something[-1] else ""
        return tag[0] if says_something.pop() else ""

    svg = svg.replace("<g/>\n", "")
    return re.sub(r"<g\b[^>]*(?<!/)>\n|</g>\n", kept, svg)


def without_told_looks(svg):
    """Leave out of a copy what the original says itself."""
    for name, look in re.findall(r'<\w+ id="([^"]+)"[^>]*?( style="[^"]*")/>', svg):
        copy = rf'(<use href="#{name}"[^>]*){re.escape(look)}'
        svg = re.sub(copy, r"\1", svg)
    return svg


def join_paths(svg):
    """Draw neighbouring lines of the same look in one go."""
    stroke = rf'<path d="([^"]*)"{IN_A_PATH}/>\n'
    again = r'<path d="[^"]*"\2/>\n'

    def joined(run):
        lines = "".join(re.findall(r' d="([^"]*)"', run[0]))
        return f'<path d="{lines}"{run[2]}/>\n'

    return re.sub(rf"{stroke}(?:{again})+", joined, svg)


def share_look(svg):
    """Put neighbours of the same look into a group that has it."""
    element = r'<(?:path|use|circle)(?: (?:d|href|x|y|cx|cy|r)="[^"]*")*'

    def shared(run):
        return f"<g{run[1]}>\n{run[0].replace(run[1] + '/>', '/>')}</g>\n"

    return re.sub(rf"{element}{IN_A_GROUP}/>\n(?:{element}\1/>\n)+", shared, svg)


def join_dots(svg):
    """Write round markers as the round ends of lines that are too short to be seen."""

    def joined(dots):
        name, r, colour, clip, uses = dots.groups()
        places = re.findall(r'x="([^"]+)" y="([^"]+)"', uses)
        if svg.count(f'"#{name}"') > len(places):
            return dots[0]
        lines = "".join(f"M{x} {y}h.01" for x, y in places)
        width = 2 * float(r) + 1  # with the edge, which is 1 wide and half outside
        look = f"fill: none; stroke: {colour}; stroke-width: {width:.8g}; stroke-linecap: round"
        return f'{clip}<path d="{lines}" style="{look}"/>\n'

    return DOTS.sub(joined, svg)
