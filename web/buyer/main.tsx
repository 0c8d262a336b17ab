import {render} from 'preact';

import {App} from './app';
import './style/base.css';
import './style/parts.css';
import './style/frame.css';
import './style/forms.css';
import './style/pages.css';
import './style/tickets.css';
import './style/first.css';
import './style/side.css';
import './style/house.css';
import {language} from './words/words';

document.documentElement.lang = language();
render(<App />, document.getElementById('app')!);
