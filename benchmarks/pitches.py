"""Advertisements written for training: the kinds that fill the search results of unguarded community sites.

Everything here was made up for this project; no telephone number, firm or address in it is real.
"""

from random import Random
from typing import Final

TOWNS: Final = (
    "Pune", "Nagpur", "Leeds", "Austin", "Gouda", "Haarlem", "Lagos", "Manila", "Dubai", "Perth", "Ghent", "Bristol",
    "Jaipur", "Tampa", "Zwolle", "Durban", "Cork", "Kochi", "Malaga", "Breda",
)  # fmt: skip
# Each is a firm's line of business and sentences of its trade.
TRADES: Final[dict[str, tuple[str, ...]]] = {
    "packers and movers": (
        "Our trained staff packs your household goods with bubble wrap and loads them with care.",
        "We are the leading packers and movers in {town} with affordable charges and on time delivery.",
        "Get free quotes from verified movers near you and save up to 40 percent on home shifting.",
        "Office relocation, car transport and warehouse storage at the lowest price in {town}.",
    ),
    "cab service": (
        "Book your outstation taxi from {town} at the best fares with no hidden charges.",
        "Our drivers are professional and our cabs are clean, comfortable and always on time.",
        "One way cab, round trip and airport transfer are available 24/7 at affordable rates.",
        "Hire a cab in {town} for your family trip and enjoy a hassle free journey.",
    ),
    "assignment help": (
        "Our expert writers deliver plagiarism free assignments before the deadline.",
        "Students in {town} trust our assignment help for essays, dissertations and case studies.",
        "Get instant homework help from PhD qualified tutors at student friendly prices.",
        "Pay someone to do my assignment and score the grades you deserve.",
    ),
    "market report": (
        "The global market size is projected to grow at a CAGR of 7.8 percent during the forecast period.",
        "Request a sample copy of this research report and get a discount on the full report.",
        "The report covers key players, segmentation, regional analysis and forecast by 2032.",
        "Ask for customization or speak to our analyst before buying the market research report.",
    ),
    "instant loan": (
        "Get an instant personal loan in {town} with no credit check and guaranteed approval.",
        "Bad credit? No problem. Apply now and receive the cash in your account today.",
        "Low interest, flexible repayment and minimal documents are our promise.",
        "Our financial consultants offer business loans, home loans and debt consolidation.",
    ),
    "online casino": (
        "Play online slots for real money and claim your welcome bonus with free spins today.",
        "Our betting tips have a winning rate of 95 percent, join our VIP group now.",
        "Register now, deposit and win big jackpots at the most trusted casino site.",
        "Sports betting, poker and live dealers with instant withdrawal.",
    ),
    "search ranking": (
        "We are the best SEO agency in {town} and we rank your website on the first page of Google.",
        "Buy high DA guest post backlinks with do-follow links at a cheap price.",
        "Increase your website traffic and boost your online presence with our digital marketing services.",
        "Contact our SEO experts today for a free website audit.",
    ),
    "health shop": (
        "Buy weight loss gummies online with 100 percent natural ingredients and no side effects.",
        "Order now and get a limited offer of 50 percent off with free shipping.",
        "This supplement boosts your energy, burns fat fast and improves your stamina.",
        "Click the official website to claim your discount before the stock runs out.",
    ),
    "spell caster": (
        "I got my ex husband back after a powerful spell caster helped me within 48 hours.",
        "He cured my illness with herbal medicine, contact him today on WhatsApp.",
        "If you need love spells, lottery spells or a divorce spell, email him now.",
        "I want to testify of the great work of this man, he can help you too.",
    ),
    "coin recovery": (
        "I invested in bitcoin and earned 12,000 dollars in one week with an expert trader.",
        "Lost your crypto to scammers? Our recovery hackers get your funds back guaranteed.",
        "Message our account manager on Telegram and start trading with only 200 dollars.",
        "Double your investment with no risk, withdraw your profits at any time.",
    ),
    "escort": (
        "Meet the hottest independent escorts in {town} at your hotel, available day and night.",
        "Book VIP call girls with real photos at affordable rates.",
        "Our models give you the best companionship, call us now for booking.",
        "100 percent satisfaction and full privacy guaranteed.",
    ),
    "gadget shop": (
        "We are an authorised distributor of network switches, CCTV and printers in {town}.",
        "Shop the latest collection at wholesale price with cash on delivery.",
        "Check out our store for amazing deals, new arrivals and gift cards.",
        "Visit our website to order, free shipping on all orders this week.",
    ),
    "verhuisbedrijf": (
        "Goedkoop verhuizen in {town}? Vraag nu gratis een offerte aan bij ons verhuisbedrijf.",
        "Wij zijn de beste en goedkoopste verhuizers met jarenlange ervaring.",
        "Bel ons nu voor een vrijblijvende prijsopgave en krijg 20 procent korting.",
        "Ook voor ontruiming, opslag en inpakservice tegen de laagste prijs.",
    ),
    "slotenmaker": (
        "Buitengesloten in {town}? Onze slotenmaker is binnen 20 minuten bij u, dag en nacht.",
        "Bel direct onze spoedservice, geen voorrijkosten en scherpe tarieven.",
        "Klik hier voor onze website en profiteer van de actie van deze maand.",
        "Snel geld lenen zonder BKR-toetsing, direct geregeld, vraag nu aan.",
    ),
}  # fmt: skip
OPENINGS: Final = (
    "Looking for the best {trade} in {town}?", "{trade} in {town}", "Top 10 {trade} in {town}", "Hello everyone!",
    "Are you searching for reliable {trade} near {town}?", "Best {trade} {town} - call now", "",
)  # fmt: skip
CLOSINGS: Final = (
    "Call us now on +00 555 01{number}.", "Visit our website https://www.{word}-{town}.example for more details.",
    "WhatsApp us today: 555-01{number}", "Contact us today for a free quote!", "Book now!", "Click here to know more.", "",
)  # fmt: skip


def pitches(*, rng: Random, count: int) -> list[str]:
    """`count` advertisements of two to eight sentences."""
    return [_pitch(rng) for _number in range(count)]


def _pitch(rng: Random) -> str:
    trade = rng.choice(sorted(TRADES))
    facts = {
        "trade": trade,
        "town": rng.choice(TOWNS),
        "word": trade.split()[0],
        "number": rng.randint(10, 99),
    }
    body = rng.sample(TRADES[trade], k=rng.randint(1, 4))
    parts = (rng.choice(OPENINGS), *body, rng.choice(CLOSINGS))
    return " ".join(part.format(**facts) for part in parts if part)
