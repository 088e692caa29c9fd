//! Which mentions name one thing: the same referent, the same words, a part of a person's name, what stands in
//! parentheses after a name, what the text says somebody is called, and descriptions of what was named before.

use rustc_hash::FxHashMap;

use super::{How, Named};
use crate::codebook::{EntityKind, NameRole, NamedKind, Referent};
use crate::mention::{Clitic, Context, Evidence, Mention, Tag};
use crate::text::{Gap, Tokens};

/// A short form in parentheses has at most so many words.
const SHORT: usize = 4;

/// Mentions of one entity.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub mentions: Vec<Named>,
    pub referent: Option<Referent>,
    pub kind: NamedKind,
    pub evidence: Evidence,
}

/// Groups names by what they name, and adds the mentions that only their group shows.
pub(super) fn groups(
    context: &Context<'_>,
    tags: &[Tag],
    mentions: &[Mention],
    named: Vec<Named>,
) -> Vec<Group> {
    let mut linker = Linker {
        context,
        tags,
        groups: Vec::new(),
        by_referent: FxHashMap::default(),
        by_words: FxHashMap::default(),
        by_part: FxHashMap::default(),
        by_head: FxHashMap::default(),
        by_title: FxHashMap::default(),
    };
    let mut taken = vec![false; tags.len()];
    for name in &named {
        taken[name.tokens.clone()].fill(true);
    }
    // Everything that can refer, in reading order; the words of names are learnt beforehand, since a headline
    // often has the family name alone.
    linker.learn(&named);
    let mut events: Vec<Event> = named.into_iter().map(Event::Name).collect();
    events.extend((0..tags.len()).filter(|&t| !taken[t]).map(Event::Word));
    events
        .extend(mentions.iter().enumerate().filter(|(_, m)| !m.named).map(|(at, _)| Event::Description(at)));
    events.sort_by_key(|e| match e {
        Event::Name(n) => (n.tokens.start, 0),
        Event::Description(m) => (mentions[*m].head, 1),
        Event::Word(at) => (*at, 2),
    });
    let mut described = vec![false; tags.len()];
    for event in events {
        match event {
            Event::Name(name) => linker.name(name),
            Event::Description(m) => {
                let mention = &mentions[m];
                if !taken[mention.head] && linker.description(mention) {
                    described[mention.tokens.clone()].fill(true);
                }
            }
            Event::Word(at) => {
                if !described[at] {
                    linker.word(at);
                }
            }
        }
    }
    linker.groups
}

enum Event {
    Name(Named),
    Description(usize),
    Word(usize),
}

struct Linker<'a> {
    context: &'a Context<'a>,
    tags: &'a [Tag],
    groups: Vec<Group>,
    by_referent: FxHashMap<Referent, usize>,
    by_words: FxHashMap<String, usize>,
    /// A word of a person's full name → the words of that name.
    by_part: FxHashMap<String, String>,
    /// The noun that opens a name → the last name it opened.
    by_head: FxHashMap<u16, usize>,
    /// A title → the last person who was given it.
    by_title: FxHashMap<u16, usize>,
}

impl Linker<'_> {
    /// Notes which words belong to persons' full names.
    fn learn(&mut self, named: &[Named]) {
        // المحاكم after المحاكم الإسلامية
        for name in named.iter().filter(|n| {
            matches!(n.kind, NamedKind::Entity(EntityKind::Group | EntityKind::Organisation))
                && n.how == How::Name
        }) {
            let parts = self.parts(name);
            let first = self.context.facts(name.name.start);
            if parts.len() > 1 && parts[0].starts_with("ال") && first.head.is_none() && first.person.is_none()
            {
                self.by_part.entry(parts[0].clone()).or_insert_with(|| parts.join(" "));
            }
        }
        for name in named.iter().filter(|n| n.kind == NamedKind::Person) {
            let parts = self.parts(name);
            if parts.len() < 2 {
                continue;
            }
            let whole = parts.join(" ");
            let text = self.context.text;
            let words: Vec<usize> = name.name.clone().filter(|&t| !text.is_punct(t)).collect();
            for (part, &at) in parts.iter().zip(&words) {
                let listed = self.context.facts(at).person.is_some();
                if part.chars().count() < 3
                    || !listed && self.context.readings(at).iter().any(|r| r.slip == 0)
                {
                    continue;
                }
                self.by_part.entry(part.clone()).or_insert_with(|| whole.clone());
            }
        }
    }

    /// The folded words of a name, what is attached to the first left out.
    fn parts(&self, name: &Named) -> Vec<String> {
        let text = self.context.text;
        name.name
            .clone()
            .filter(|&t| !text.is_punct(t))
            .enumerate()
            .map(|(i, t)| text.folded(t).chars().skip(if i == 0 { name.name_skip } else { 0 }).collect())
            .collect()
    }

    fn name(&mut self, mut name: Named) {
        let parts = self.parts(&name);
        let mut key = parts.join(" ");
        if name.kind == NamedKind::Person
            && parts.len() == 1
            && let Some(whole) = self.by_part.get(&key)
        {
            name.how = How::Short;
            key.clone_from(whole);
        }
        let group = name
            .referent
            .and_then(|r| self.by_referent.get(&r))
            .or_else(|| self.by_words.get(&key))
            .copied()
            .or_else(|| self.abbreviated(&mut name))
            .or_else(|| self.alias(&mut name))
            .unwrap_or_else(|| {
                self.groups.push(Group {
                    mentions: Vec::new(),
                    referent: name.referent,
                    kind: name.kind,
                    evidence: name.evidence,
                });
                self.groups.len() - 1
            });
        if self.groups[group].referent.is_none() {
            self.groups[group].referent = name.referent;
        }
        if let Some(referent) = name.referent {
            self.by_referent.entry(referent).or_insert(group);
        }
        if let Some(head) = name.head {
            self.by_head.insert(head, group);
        }
        if name.kind == NamedKind::Person
            && let Some(title) = self.title(name.tokens.start)
        {
            self.by_title.insert(title, group);
        }
        self.by_words.entry(key).or_insert(group);
        self.by_words.entry(parts.join(" ")).or_insert(group);
        let after = name.tokens.end;
        self.groups[group].mentions.push(name);
        self.called(after, group);
    }

    /// The group of the name that stands right before in front of a parenthesis: منظمة … (اسم).
    fn abbreviated(&self, name: &mut Named) -> Option<usize> {
        let text = self.context.text;
        let start = name.tokens.start;
        let opens = start > 1
            && text.is_punct(start - 1)
            && text.clean(start - 1) == "("
            && text.is_punct(name.tokens.end)
            && text.clean(name.tokens.end) == ")";
        if !opens || name.tokens.len() > SHORT {
            return None;
        }
        let group =
            self.groups.iter().position(|g| g.mentions.last().is_some_and(|m| m.tokens.end == start - 1))?;
        let same_sort = super::fits(self.groups[group].kind, name.kind);
        let open = self.groups[group].referent.is_none() || name.referent.is_none();
        (same_sort && open).then(|| {
            name.how = How::Acronym;
            group
        })
    }

    /// The group of the person who is said to be called by this name: الملقب بأبي فلان.
    fn alias(&self, name: &mut Named) -> Option<usize> {
        let text = self.context.text;
        let mut at = name.tokens.start.checked_sub(1)?;
        if text.is_punct(at) && text.clean(at) == "\"" {
            at = at.checked_sub(1)?;
        }
        // بـ may stand apart, its tatweel a mark of its own.
        let between = |at: usize| self.context.has_role(at, NameRole::CalledBy);
        while at > 0 && (between(at) || text.is_punct(at) && text.clean(at) == "ـ") {
            at -= 1;
        }
        if !self.context.has_role(at, NameRole::Called) {
            return None;
        }
        let group = self.groups.iter().position(|g| g.mentions.last().is_some_and(|m| m.tokens.end == at))?;
        (self.groups[group].kind == name.kind).then(|| {
            name.how = How::Alias;
            group
        })
    }

    /// Takes what the text says somebody is called, and a short form in parentheses that no list has.
    fn called(&mut self, at: usize, group: usize) {
        let text = self.context.text;
        let mut start = at;
        let how = if text.is_punct(start) && text.clean(start) == "(" {
            start += 1;
            How::Acronym
        } else if text.is_word(start) && self.context.has_role(start, NameRole::Called) {
            start += 1;
            while text.is_word(start) && self.context.has_role(start, NameRole::CalledBy) {
                start += 1;
            }
            How::Alias
        } else {
            return;
        };
        let quoted = text.is_punct(start) && text.clean(start) == "\"";
        start += usize::from(quoted);
        let mut end = start;
        while end < start + SHORT && text.is_word(end) && text.tokens()[end].gap < Gap::Line {
            end += 1;
        }
        let closes = |mark: &str| text.is_punct(end) && text.clean(end) == mark;
        let fits = match how {
            How::Acronym if quoted => closes("\""),
            How::Acronym => closes(")") && end - start <= 2,
            _ if quoted => closes("\""),
            _ => return,
        };
        let unlisted =
            |t: usize| self.tags[t] != Tag::Name && (quoted || self.context.readings(t).is_empty());
        if !fits || end == start || !(start..end).all(unlisted) {
            return;
        }
        // بـ written to the name itself
        let skip = usize::from(
            how == How::Alias && text.folded(start).starts_with('ب') && start == at + 1 && !quoted,
        );
        let named = self.mention(start..end, skip, group, how);
        let key = self.parts(&named).join(" ");
        self.by_words.insert(key, group);
        self.groups[group].mentions.push(named);
    }

    fn mention(&self, tokens: Tokens, skip: usize, group: usize, how: How) -> Named {
        Named {
            name: tokens.clone(),
            tokens,
            skip,
            name_skip: skip,
            kind: self.groups[group].kind,
            referent: self.groups[group].referent,
            head: None,
            evidence: self.groups[group].evidence,
            how,
        }
    }

    /// A word that is not a name by itself, but a part of one that the document has.
    fn word(&mut self, at: usize) {
        let text = self.context.text;
        if !text.is_word(at) || matches!(self.tags[at], Tag::Date | Tag::Number | Tag::Particle(_)) {
            return;
        }
        let folded = text.folded(at);
        if let Some(&group) = self.by_words.get(folded)
            && !self.ordinary(at)
        {
            let named = self.mention(at..at + 1, 0, group, How::Acronym);
            self.groups[group].mentions.push(named);
            return;
        }
        let mut part = self.by_part.get(folded).map(|whole| (whole, 0));
        if part.is_none()
            && let Some(rest) = folded.strip_prefix(['و', 'ل', 'ب'])
        {
            part = self.by_part.get(rest).map(|whole| (whole, 1)).filter(|_| rest.chars().count() > 3);
        }
        let Some((whole, skip)) = part else { return };
        let Some(&group) = self.by_words.get(whole) else { return };
        if self.ordinary(at) || self.tags[at].is_verb() {
            return;
        }
        let named = self.mention(at..at + 1, skip, group, How::Short);
        self.groups[group].mentions.push(named);
    }

    /// Whether a word that is also part of a name is the ordinary word here.
    fn ordinary(&self, at: usize) -> bool {
        let text = self.context.text;
        let exact = self.context.readings(at).iter().any(|r| r.slip == 0);
        if !exact {
            return false;
        }
        // After a definite noun a word with the article describes it; without the article any word is itself.
        !self.context.begins_with_article(at)
            || at > 0
                && text.tokens()[at].gap < Gap::Line
                && matches!(self.tags[at - 1], Tag::Nominal(_) | Tag::Name)
    }

    /// The title that stands before a name, by its number.
    fn title(&self, start: usize) -> Option<u16> {
        let (mut at, mut steps) = (start, 0);
        while at > 0 && steps < 4 && self.context.text.tokens()[at].gap < Gap::Line {
            at -= 1;
            steps += 1;
            let head = self.context.facts(at).head;
            if let Some(head) = head
                && self.context.codebook.name_words.of(head.number).kind == NamedKind::Person
            {
                return Some(head.number);
            }
            if !matches!(self.tags[at], Tag::Nominal(_) | Tag::Name) {
                return None;
            }
        }
        None
    }

    /// A description of what was named before; whether it is one.
    fn description(&mut self, mention: &Mention) -> bool {
        let group = self.described(mention);
        let Some(group) = group else { return false };
        let skip = self.context.facts(mention.head).head.map_or(0, |h| attached(h.clitic));
        let named = self.mention(mention.core(), skip, group, How::Epithet);
        self.groups[group].mentions.push(named);
        true
    }

    fn described(&self, mention: &Mention) -> Option<usize> {
        if mention.core().is_empty() || !mention.definite || mention.plural {
            return None;
        }
        if let Some(group) = mention.referents.first().and_then(|r| self.by_referent.get(r)) {
            let kind = self.groups[*group].kind;
            let place_word = || {
                let head = self.context.facts(mention.head).head;
                head.is_some_and(|h| {
                    let head = self.context.codebook.name_words.of(h.number);
                    head.kind == NamedKind::Place && !head.inside
                })
            };
            if kind == NamedKind::Place && !place_word() {
                return None;
            }
            return (!matches!(kind, NamedKind::Entity(EntityKind::State))).then_some(*group);
        }
        let head = self.context.facts(mention.head).head?;
        let person = self.context.codebook.name_words.of(head.number).kind == NamedKind::Person;
        let alone = mention.core().len() == 1 && head.article;
        if person {
            // زعيم التنظيم: its genitive picks up something named before.
            let annexed = mention.core().len() == 2 && !head.article;
            return (alone || annexed).then(|| self.by_title.get(&head.number).copied()).flatten();
        }
        alone.then(|| self.by_head.get(&head.number).copied()).flatten()
    }
}

fn attached(clitic: Clitic) -> usize {
    super::headed::skip(clitic)
}
